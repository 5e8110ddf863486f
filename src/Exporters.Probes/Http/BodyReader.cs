using System.Buffers;
using System.IO.Compression;
using System.Text;
using Exporters.Configuration;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>Reads a response's body to its end; keeps it only where an expression wants to see it.</summary>
internal static class BodyReader
{
    // What is compared is held in memory, so there is a limit also where the module sets none.
    private const long MostKept = 10 << 20;

    /// <summary>Reads; the body's text when <paramref name="keep"/>, otherwise an empty one.</summary>
    /// <exception cref="ProbeException">It is longer than allowed, or not compressed as the module says.</exception>
    public static async Task<string> ReadAsync(Stream raw, HttpModule module, bool keep, HttpResult http, CancellationToken cancel)
    {
        await using var body = Decompress(raw, module.Compression);
        var limit = module.BodySizeLimit > 0 ? module.BodySizeLimit : long.MaxValue;
        using var kept = keep ? new MemoryStream() : null;
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await body.ReadAsync(buffer, cancel) is var read and > 0)
            {
                http.BodyLength += read;
                if (http.BodyLength > limit)
                {
                    http.BodyLength = limit;
                    throw new ProbeException(FailureReason.Body, $"the body is longer than body_size_limit, {ByteSizes.Format(limit)}");
                }

                if (kept is not null && module.BodySizeLimit == 0 && http.BodyLength > MostKept)
                {
                    throw new ProbeException(
                        FailureReason.Body, $"the body is longer than {ByteSizes.Format(MostKept)}, the most that is compared; set body_size_limit to allow more");
                }

                kept?.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw new ProbeException(FailureReason.Body, $"the body is not compressed with {module.Compression}: {e.Message}", e);
        }
        catch (InvalidOperationException e) when (module.Compression == "br")
        {
            throw new ProbeException(FailureReason.Body, $"the body is not compressed with br: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return kept is null ? "" : Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static Stream Decompress(Stream body, string? compression) => compression switch
    {
        "gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new DeflateStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };
}
