using System.Net;

namespace Exporters.Logs.Otlp;

/// <summary>The body of a request, with the bytes of it that went out: a body that is compressed on the way has no length before.</summary>
internal sealed class CountedContent : HttpContent
{
    private readonly HttpContent _body;
    private CountedStream? _stream;

    public CountedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Bytes written so far.</summary>
    public long Bytes => _stream?.Written ?? 0;

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyTo(_stream = new CountedStream(stream), context, cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(_stream = new CountedStream(stream), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
