using System.Net.Sockets;
using Exporters.Configuration;
using Exporters.Metrics.Modules;
using Exporters.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Exporters.Hosting;

/// <summary>The web side: Kestrel with HTTP/1.1 and nothing else, and one switch over the paths.</summary>
internal static class ServeHost
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Who takes nothing for this long is cut off. The rate is so high that the time does not grow with what the kernel's buffers took at
    /// once: every piece of a page has this time, from when it was handed over, and a slow reader is not cut off.
    /// </summary>
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 16 * 1024 * 1024, gracePeriod: TimeSpan.FromSeconds(30));

    /// <summary>The host, not started yet.</summary>
    /// <exception cref="ListenNameException">A name to listen on has no address.</exception>
    /// <exception cref="WebConfigException">The web configuration file is wrong.</exception>
    public static WebApplication Build(AppConfig config)
    {
        var addresses = config.Settings.Texts(ServerSettings.ListenAddress).Select(text => Resolve(ListenAddress.Parse(text))).ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        KnownOptions.Add(builder.Services);
        var instruments = Composition.Add(builder.Services, config);
        var requests = new ScrapeRequests((int)config.Settings.Number(ServerSettings.MaxRequests), instruments);
        builder.Services.AddSingleton(requests);
        builder.Services.AddHostedService<IdleMemory>();
        builder.Services.AddSingleton<MetricsEndpoint>();
        builder.Services.AddSingleton<ProbePage>();
        builder.Services.AddSingleton(provider => new HealthEndpoint(provider.GetServices<IModule>()));
        builder.Services.AddSingleton(provider => new ThingEndpoint(provider.GetServices<IThings>()));
        AddWebConfig(builder.Services, config.Settings.Text(ServerSettings.WebConfigFile));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MinResponseDataRate = SlowestReader;
            var web = kestrel.ApplicationServices.GetService<LiveWebConfig>();
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Use(HalfClosedConnections.Use);
                if (web is not null)
                {
                    TlsListener.Use(endpoint, web);
                }
            });
            foreach (var address in addresses)
            {
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
        app.Run(app.Services.GetService<LiveWebConfig>() is { } live ? new WebGate(live, endpoints.HandleAsync).HandleAsync : endpoints.HandleAsync);
        return app;
    }

    private static void AddWebConfig(IServiceCollection services, string path)
    {
        if (path.Length == 0)
        {
            return;
        }

        var report = new ConfigReport();
        var web = WebConfigReader.Read(path, report);
        if (!report.IsValid)
        {
            throw new WebConfigException(report.Problems);
        }

        services.AddSingleton(provider => new LiveWebConfig(
            path, web, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger("web")));
    }

    private static ListenAddress Resolve(ListenAddress address)
    {
        try
        {
            return address.Resolve();
        }
        catch (SocketException e)
        {
            throw new ListenNameException(address, e);
        }
    }
}
