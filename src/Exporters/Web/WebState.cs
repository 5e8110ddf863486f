namespace Exporters.Web;

/// <summary>A web configuration with what was made of it.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Material">Its certificates; null without TLS.</param>
/// <param name="RateLimit">Its limit; null for none.</param>
internal sealed record WebState(WebConfig Config, TlsMaterial? Material, RateLimit? RateLimit)
{
    /// <summary>Makes it. A limit that did not change goes on from where it was.</summary>
    /// <exception cref="TlsMaterialException">A certificate or key cannot be used.</exception>
    public static WebState Of(WebConfig config, WebState? before, TimeProvider time) => new(
        config,
        config.Tls is { } tls ? TlsMaterial.Load(tls) : null,
        config.RateLimit is not { } limit ? null : before?.Config.RateLimit == limit ? before.RateLimit : new RateLimit(limit, time));
}
