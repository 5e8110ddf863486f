using System.Net;
using System.Net.Sockets;
using Exporters.Configuration.Patterns;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tests.Support;

/// <summary>Runs one probe, with names of our own.</summary>
internal static class Probe
{
    /// <summary>Longest time of a probe that is not to run out of it.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>Where a probe may go when its test is not about that.</summary>
    public static readonly TargetGuard Anywhere = TargetGuard.ForConfigured([], null);

    private static readonly Dictionary<string, IPAddress[]> Names = new(StringComparer.Ordinal)
    {
        ["localhost"] = [IPAddress.Loopback],
        ["other.test"] = [IPAddress.Loopback],
        ["dotted.test."] = [IPAddress.Loopback],
        ["xn--mnchen-3ya.test"] = [IPAddress.Loopback],
        ["both.test"] = [IPAddress.Loopback, IPAddress.IPv6Loopback],
        ["metadata.test"] = [IPAddress.Parse("169.254.169.254")],
    };

    public static HostResolver Resolver() => new(name =>
        Names.TryGetValue(name, out var addresses) ? addresses : throw new SocketException((int)SocketError.HostNotFound));

    /// <summary>Instruments that nobody reads.</summary>
    public static ProbeInstruments Instruments() => new(new InstrumentRegistry());

    public static Task<ProbeResult> RunAsync(string target, ProbeModule module, TargetGuard? guard = null, IProber? prober = null) =>
        new ProbeRunner(TimeProvider.System, Resolver(), Instruments()).RunAsync(target, module, guard ?? Anywhere, Long, ProbeTrace.Off, prober, CancellationToken.None);

    public static Task<ProbeResult> HttpAsync(string target, HttpModule? module = null, TargetGuard? guard = null, IProber? prober = null) =>
        RunAsync(target, new ProbeModule { Name = "test", Http = module ?? new HttpModule() }, guard, prober);

    public static Task<ProbeResult> TcpAsync(string target, TcpModule? module = null) =>
        RunAsync(target, new ProbeModule { Name = "test", Tcp = module ?? new TcpModule() });

    /// <summary>A regular expression of a module.</summary>
    public static Pattern Expression(string text) =>
        Pattern.TryParse(text, "test", PatternInput.Text, out var pattern, out var error) ? pattern : throw new AssertionException(error);

    /// <summary>The page of a result.</summary>
    public static string Page(ProbeResult result)
    {
        var writer = new FamilyWriter();
        ResultWriter.Write(writer, result, LabelSet.Empty);
        return Lines(writer);
    }

    public static string Lines(FamilyWriter writer)
    {
        var page = new Metrics.Exposition.Page();
        page.Add(writer, "probe");
        page.Complete();
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        page.Write(output, Metrics.Exposition.ExpositionFormat.Text);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>A port on which nothing listens.</summary>
    public static int ClosedPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
