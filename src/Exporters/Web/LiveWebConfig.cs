using Exporters.Configuration;
using Exporters.Linux;
using Exporters.Linux.Files;

namespace Exporters.Web;

/// <summary>
/// The web configuration file as it is now: looked at before each request and each TLS handshake, and read again when it, or a
/// certificate that it names, was replaced. A file that is wrong now changes nothing, and is said once. Whether TLS and HTTP/2 are
/// spoken is settled at the start.
/// </summary>
internal sealed partial class LiveWebConfig : IDisposable
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private volatile WebState _state;
    private FileStatus[] _files;

    /// <summary>Starts with what the file said when it was checked.</summary>
    public LiveWebConfig(string path, WebConfig config, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        _logger = logger;
        _files = Look(config);
        _state = WebState.Of(config, before: null, time);
    }

    /// <summary>What holds for a request that comes now.</summary>
    public WebState Current
    {
        get
        {
            lock (_lock)
            {
                var files = Look(_state.Config);
                if (!files.AsSpan().SequenceEqual(_files))
                {
                    _files = files;
                    Reload();
                }
            }

            return _state;
        }
    }

    /// <summary>Whether clients have to say who they are, by a password or a verified certificate.</summary>
    public bool IsGuarded => _state.Config is var config && (config.Users.Count > 0 || config.Tls?.ClientAuth is ClientAuth.RequireAndVerifyClientCert);

    /// <summary>Remembers which passwords were right.</summary>
    public BasicAuth Passwords { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Passwords.Dispose();

    private void Reload()
    {
        var report = new ConfigReport();
        try
        {
            var config = WebConfigReader.Read(_path, report);
            if (!report.IsValid)
            {
                Log.NotReloaded(_logger, string.Join("; ", report.Problems));
            }
            else if (config.Tls is null != _state.Config.Tls is null || config.Http2 != _state.Config.Http2)
            {
                Log.NeedsRestart(_logger, _path);
            }
            else
            {
                _state = WebState.Of(config, _state, _time);
                Passwords.Forget();
                _files = Look(config);
                Log.Reloaded(_logger, _path);
            }
        }
        catch (TlsMaterialException e)
        {
            Log.NotReloaded(_logger, e.Message);
        }
    }

    /// <summary>What the files are now; one that is not there is a file without an inode.</summary>
    private FileStatus[] Look(WebConfig config) =>
        [.. new[] { _path }.Concat(config.Tls?.Files ?? []).Select(path => FileStatus.TryRead(path, out var status) == Errno.None ? status : default)];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{File} or a certificate in it was replaced and is read again")]
        public static partial void Reloaded(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "The web configuration was changed and is wrong; what it said before stays in force: {Problems}")]
        public static partial void NotReloaded(ILogger logger, string problems);

        [LoggerMessage(3, LogLevel.Error, "{File} turns TLS or HTTP/2 on or off, which needs a restart; what it said before stays in force")]
        public static partial void NeedsRestart(ILogger logger, string file);
    }
}
