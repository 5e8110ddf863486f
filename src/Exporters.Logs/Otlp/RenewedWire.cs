using Exporters.Linux;
using Exporters.Linux.Files;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The connection to the receiver, made anew when a file of <c>logs.otlp.tls</c> was replaced: certificates are renewed while the
/// program runs. A file that cannot be used leaves the connection as it was. One request at a time.
/// </summary>
internal sealed partial class RenewedWire : HttpMessageHandler
{
    private readonly OtlpConfig _config;
    private readonly ILogger _logger;
    private readonly string[] _paths;
    private FileStatus[] _files;
    private HttpMessageInvoker _wire;

    /// <summary>Opens nothing yet; certificates are read here.</summary>
    /// <exception cref="TlsFileException">A certificate or key file cannot be used.</exception>
    public RenewedWire(OtlpConfig config, ILogger logger)
    {
        _config = config;
        _logger = logger;
        _paths = [.. new[] { config.CaFile, config.CertFile, config.KeyFile }.OfType<string>()];
        _files = Look();
        _wire = new HttpMessageInvoker(Wire.Open(config));
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RenewIfReplaced();
        return _wire.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RenewIfReplaced();
        return _wire.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _wire.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RenewIfReplaced()
    {
        if (_paths.Length == 0 || Look() is var files && files.AsSpan().SequenceEqual(_files))
        {
            return;
        }

        // What is half written now is looked at again when it changed once more.
        _files = files;
        try
        {
            var renewed = new HttpMessageInvoker(Wire.Open(_config));
            _wire.Dispose();
            _wire = renewed;
            Log.Renewed(_logger, _config.Endpoint);
        }
        catch (TlsFileException e)
        {
            Log.NotRenewed(_logger, e.Message);
        }
    }

    /// <summary>What the files are now; one that is not there is a file without an inode.</summary>
    private FileStatus[] Look() => Array.ConvertAll(_paths, static path => FileStatus.TryRead(path, out var status) == Errno.None ? status : default);

    private static partial class Log
    {
        [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "The certificates for {Endpoint} were replaced and are read again")]
        public static partial void Renewed(ILogger logger, Uri endpoint);

        [LoggerMessage(EventId = 21, Level = LogLevel.Error, Message = "{Problem} The certificates of before stay in use until the file changes again")]
        public static partial void NotRenewed(ILogger logger, string problem);
    }
}
