using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Running;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// Under which addresses the host is known: the private ones of its interfaces (RFC 1918, RFC 6598, RFC 4193), and the public one
/// if a URL is configured that tells it. That URL is asked on a timer of its own; a scrape shows the last answer and its age.
/// </summary>
internal sealed class HostAddressCollector : ITimedCollector, IDisposable
{
    private static readonly Setting Url = Setting.Url(
        "collector.hostaddress.public-url", "URL that answers with the public address of whoever asks, as plain text; nobody is asked without it.");

    private static readonly Setting Interval = Setting.Duration(
        "collector.hostaddress.public-interval", "10m", "How often to ask for the public address; at least 10s.");

    private static readonly Setting Deadline = Setting.Duration(
        "collector.hostaddress.public-timeout", "10s", "How long to wait for the public address.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Url, Interval, Deadline];

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly FamilyList All = new();
    private static readonly Family Address = All.Info(
        "exporters_host_address_info",
        "Addresses of the host: the private ones of its interfaces, and the public one if --collector.hostaddress.public-url says whom to ask.",
        "device", "address", "family", "scope");

    private readonly InterfaceAddresses _addresses;
    private readonly PublicAddressClient? _client;
    private readonly TimeProvider _time;

    public HostAddressCollector(HostContext context, HttpMessageHandler? handler = null)
    {
        _addresses = new InterfaceAddresses(new HostNetwork(context.Paths));
        _time = context.Time;
        if (context.Settings.Url(Url) is { } url)
        {
            _client = new PublicAddressClient(
                url, Larger(context.Settings.Duration(Interval), LeastInterval), Larger(context.Settings.Duration(Deadline), LeastDeadline), context.Time,
                context.Logs.CreateLogger("Exporters.Host.PublicAddress"), handler);
        }
    }

    public string Name => "hostaddress";

    public IReadOnlyList<Family> Families { get; } = [.. All, SelfFamilies.DataAge, SelfFamilies.SourceUnreadable];

    public Task RunAsync(CancellationToken cancellationToken) => _client?.RunAsync(cancellationToken) ?? Task.CompletedTask;

    public void Collect(FamilyWriter writer)
    {
        var addresses = _addresses.Read(writer.Unreadable);
        foreach (var address in addresses)
        {
            if (AddressScope.IsPrivate(address.Record.Address))
            {
                writer.Write(Address, 1, address.HostLabels);
            }
        }

        if (_client is not null)
        {
            Write(_client.Current, addresses, writer);
        }
    }

    public void Dispose() => _client?.Dispose();

    private void Write(PublicAddress known, List<InterfaceAddress> addresses, FamilyWriter writer)
    {
        if (known.Address is { } address)
        {
            // Behind a router no interface has it; then there is no device.
            writer.Write(Address, 1, Device(address, addresses), address.ToString(), AddressScope.Family(address), "public");
            writer.Write(SelfFamilies.DataAge, _time.GetElapsedTime(known.AnsweredAt).TotalSeconds, Name);
        }

        if (known.Failure is { } failure)
        {
            writer.Write(SelfFamilies.SourceUnreadable, 1, "public_address", CollectorRunner.ReasonName(failure));
        }
    }

    private static string? Device(System.Net.IPAddress address, List<InterfaceAddress> addresses)
    {
        foreach (var candidate in addresses)
        {
            if (candidate.Record.Address.Equals(address) && candidate.Record.Device.Length > 0)
            {
                return candidate.Record.Device;
            }
        }

        return null;
    }

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
