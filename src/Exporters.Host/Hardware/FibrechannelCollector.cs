using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>Ports of Fibre Channel adapters, from <c>/sys/class/fc_host/hostN</c>; kernel drivers/scsi/scsi_transport_fc.c.</summary>
internal sealed class FibrechannelCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyTable Table = new(
        """
        dumped_frames counter node_fibrechannel_dumped_frames_total Frames dropped.
        error_frames counter node_fibrechannel_error_frames_total Frames with an error.
        invalid_crc_count counter node_fibrechannel_invalid_crc_total Frames with a wrong checksum.
        rx_frames counter node_fibrechannel_rx_frames_total Frames received.
        rx_words counter node_fibrechannel_rx_words_total Words received.
        tx_frames counter node_fibrechannel_tx_frames_total Frames sent.
        tx_words counter node_fibrechannel_tx_words_total Words sent.
        seconds_since_last_reset counter node_fibrechannel_seconds_since_last_reset_total Time since the counters were reset, in seconds.
        invalid_tx_word_count counter node_fibrechannel_invalid_tx_words_total Words that were invalid.
        link_failure_count counter node_fibrechannel_link_failure_total Failures of the link.
        loss_of_sync_count counter node_fibrechannel_loss_of_sync_total Times that the port lost its synchronisation.
        loss_of_signal_count counter node_fibrechannel_loss_of_signal_total Times that the port lost the signal.
        nos_count counter node_fibrechannel_nos_total Times that the other side said that it was not operational.
        fcp_packet_aborts counter node_fibrechannel_fcp_packet_aborts_total Packets given up.
        """u8,
        "fc_host");

    private static readonly string[] Texts =
        ["speed", "port_state", "port_type", "port_id", "port_name", "fabric_name", "symbolic_name", "supported_classes", "supported_speeds", "dev_loss_tmo"];

    private static readonly Family Info = Family.Info("node_fibrechannel_info", "What the port tells of itself.", ["fc_host", .. Texts]);

    private readonly DirectoryListing _listing = new(paths.Sys("class/fc_host"));
    private readonly ValueFiles _files = new();

    public string Name => "fibrechannel";

    public IReadOnlyList<Family> Families => [.. Table.Families, Info];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _files.Clear();
            foreach (var name in _listing.Names)
            {
                _files.AddAll($"{_listing.Path}/{name}/statistics", Table, LabelSet.Of("fc_host", name), Count);
            }
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine has no Fibre Channel adapter");
        }

        foreach (var name in _listing.Names)
        {
            writer.WriteInfo(Info, [name, .. Texts.Select(text => Text($"{_listing.Path}/{name}/{text}", text))]);
        }

        _files.Write(writer);
    }

    /// <summary>Numbers of ports and fabrics are shown without their <c>0x</c>.</summary>
    private static string Text(string path, string name)
    {
        var text = SysFile.Text(path) ?? "";
        return name is "port_id" or "port_name" or "fabric_name" && text.Length > 2 ? text[2..] : text;
    }

    /// <summary>All bits set: the adapter does not count this.</summary>
    private static double? Count(ReadOnlySpan<byte> text) => text.SequenceEqual("0xffffffffffffffff"u8) ? double.NaN : ValueFiles.Number(text);
}
