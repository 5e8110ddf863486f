using Exporters.Metrics.Modules;

namespace Exporters.Hosting;

/// <summary>The web side: Kestrel with HTTP/1.1 and nothing else, and one switch over the paths.</summary>
internal static class ServeHost
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static WebApplication Build(AppConfig config)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        KnownOptions.Add(builder.Services);
        var instruments = Composition.Add(builder.Services, config);
        var requests = new ScrapeRequests((int)config.Settings.Number(ServerSettings.MaxRequests), instruments);
        builder.Services.AddSingleton(requests);
        builder.Services.AddHostedService<IdleMemory>();
        builder.Services.AddSingleton<MetricsEndpoint>();
        builder.Services.AddSingleton<ProbePage>();
        builder.Services.AddSingleton(provider => new HealthEndpoint(provider.GetServices<IModule>()));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach (var text in config.Settings.Texts(ServerSettings.ListenAddress))
            {
                var address = ListenAddress.Parse(text);
                if (address.Address is { } ip)
                {
                    kestrel.Listen(ip, address.Port);
                }
                else
                {
                    kestrel.ListenAnyIP(address.Port);
                }
            }
        });
        var app = builder.Build();
        var endpoints = new Endpoints(app.Services, config.Settings.Text(ServerSettings.TelemetryPath));
        HttpInstruments.Use(app, instruments, endpoints.PathOf);
        app.Run(endpoints.HandleAsync);
        return app;
    }
}
