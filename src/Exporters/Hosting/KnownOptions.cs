using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Exporters.Hosting;

/// <summary>
/// Options of the host and of Kestrel, registered by type. The framework registers them for every type at once, by open generics; of these the
/// native program has only a description and puts each closed type together at run time, which was a quarter of the CPU time of a start.
/// </summary>
internal static class KnownOptions
{
    public static void Add(IServiceCollection services)
    {
        Add<ConsoleLifetimeOptions>(services);
        Add<FormOptions>(services);
        Add<HostOptions>(services);
        Add<KestrelServerOptions>(services);
        Add<LoggerFactoryOptions>(services);
        Add<LoggerFilterOptions>(services);
        Add<MetricsOptions>(services);
        Add<SocketTransportOptions>(services);
    }

    /// <summary>The same services that <c>AddOptions</c> registers, for one type.</summary>
    private static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IServiceCollection services)
        where TOptions : class
    {
        services.AddSingleton<IOptionsFactory<TOptions>>(provider => new OptionsFactory<TOptions>(
            provider.GetServices<IConfigureOptions<TOptions>>(),
            provider.GetServices<IPostConfigureOptions<TOptions>>(),
            provider.GetServices<IValidateOptions<TOptions>>()));
        services.AddSingleton<IOptionsMonitor<TOptions>>(provider => new OptionsMonitor<TOptions>(
            provider.GetRequiredService<IOptionsFactory<TOptions>>(),
            provider.GetServices<IOptionsChangeTokenSource<TOptions>>(),
            new OptionsCache<TOptions>()));
        services.AddSingleton<IOptions<TOptions>>(provider => new OptionsManager<TOptions>(provider.GetRequiredService<IOptionsFactory<TOptions>>()));
    }
}
