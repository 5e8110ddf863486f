using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.OAuth;

/// <summary>
/// The token of one <c>oauth2</c> section, fetched when there is none, when it nears its end, when the secret changed and when a
/// target refused it. One fetch at a time: probes that come meanwhile wait for it.
/// </summary>
#pragma warning disable CA1001 // The semaphore is never waited for by handle, so there is nothing to dispose of.
internal sealed class TokenStore(OAuthOptions options)
#pragma warning restore CA1001
{
    // Fetched anew while the old one would still do, so that it does not end on its way.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private AccessToken? _token;
    private string _secret = "";
    private long _fetchedAt;
    private bool _isSecretInBody;

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <exception cref="ProbeException">There is no token to be had.</exception>
    public async Task<string> GetAsync(ProbeRun run, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var secret = !options.IsSecretFile ? options.ClientSecret
                : options.Assertion is null ? SecretFile.Read(options.ClientSecret)
                : await File.ReadAllTextAsync(options.ClientSecret, cancel);
            if (_token is not { } token || secret != _secret || token.Lifetime is not { } lifetime
                || run.Time.GetElapsedTime(_fetchedAt) > lifetime - Early)
            {
                var start = run.Time.GetTimestamp();
                (token, _isSecretInBody) = await TokenRequest.SendAsync(options, secret, _isSecretInBody, run, cancel);
                (_token, _secret, _fetchedAt) = (token, secret, start);
            }

            return token.Authorization;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeException(FailureReason.Other, $"oauth2: {(options.Assertion is null ? "client_secret_file" : "client_certificate_key_file")} cannot be read: {e.Message}", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A target did not take the token: the next probe asks for another.</summary>
    public void Drop() => Volatile.Write(ref _token, null);
}
