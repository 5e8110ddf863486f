/*
 * Stands in for brotli's encoder when the native program is linked. HttpClient can decompress brotli, and the class that does it can
 * compress as well: the linker would take in 0.4 MB of encoder that nobody calls. Here every call fails; .NET says
 * "Failed to create BrotliEncoder".
 */
#include <stddef.h>
#include <stdint.h>

void *BrotliEncoderCreateInstance(void *allocate, void *release, void *opaque)
{
    (void)allocate, (void)release, (void)opaque;
    return NULL;
}

void BrotliEncoderDestroyInstance(void *state)
{
    (void)state;
}

int BrotliEncoderSetParameter(void *state, int parameter, uint32_t value)
{
    (void)state, (void)parameter, (void)value;
    return 0;
}

int BrotliEncoderCompressStream(
    void *state, int operation, size_t *available_in, const uint8_t **next_in, size_t *available_out, uint8_t **next_out, size_t *total_out)
{
    (void)state, (void)operation, (void)available_in, (void)next_in, (void)available_out, (void)next_out, (void)total_out;
    return 0;
}

int BrotliEncoderHasMoreOutput(void *state)
{
    (void)state;
    return 0;
}

int BrotliEncoderCompress(
    int quality, int window, int mode, size_t input_size, const uint8_t *input, size_t *encoded_size, uint8_t *encoded)
{
    (void)quality, (void)window, (void)mode, (void)input_size, (void)input, (void)encoded_size, (void)encoded;
    return 0;
}

size_t BrotliEncoderMaxCompressedSize(size_t input_size)
{
    (void)input_size;
    return 0;
}
