using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// Errors of IPsec, from <c>/proc/net/xfrm_stat</c> (kernel Documentation/networking/xfrm_proc.rst): one <c>name value</c> a line.
/// <code>XfrmInError             	0</code>
/// </summary>
internal sealed class XfrmCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyTable Table = new("""
        XfrmInError counter node_xfrm_in_error_packets_total Packets received with an error that no other family counts.
        XfrmInBufferError counter node_xfrm_in_buffer_error_packets_total Packets received for which there was no buffer.
        XfrmInHdrError counter node_xfrm_in_hdr_error_packets_total Packets received with a wrong header.
        XfrmInNoStates counter node_xfrm_in_no_states_packets_total Packets received that no state matches: wrong SPI, address or protocol.
        XfrmInStateProtoError counter node_xfrm_in_state_proto_error_packets_total Packets received with an error of the protocol, a wrong key say.
        XfrmInStateModeError counter node_xfrm_in_state_mode_error_packets_total Packets received with an error of the mode.
        XfrmInStateSeqError counter node_xfrm_in_state_seq_error_packets_total Packets received with a sequence number outside the window.
        XfrmInStateExpired counter node_xfrm_in_state_expired_packets_total Packets received for a state that had expired.
        XfrmInStateMismatch counter node_xfrm_in_state_mismatch_packets_total Packets received that the options of the state do not allow.
        XfrmInStateInvalid counter node_xfrm_in_state_invalid_packets_total Packets received for an invalid state.
        XfrmInTmplMismatch counter node_xfrm_in_tmpl_mismatch_packets_total Packets received whose states match no template of the policy.
        XfrmInNoPols counter node_xfrm_in_no_pols_packets_total Packets received for whose states there is no policy.
        XfrmInPolBlock counter node_xfrm_in_pol_block_packets_total Packets received that a policy discards.
        XfrmInPolError counter node_xfrm_in_pol_error_packets_total Packets received with an error of the policy.
        XfrmOutError counter node_xfrm_out_error_packets_total Packets sent with an error that no other family counts.
        XfrmOutBundleGenError counter node_xfrm_out_bundle_gen_error_packets_total Packets for which no bundle could be made.
        XfrmOutBundleCheckError counter node_xfrm_out_bundle_check_error_packets_total Packets whose bundle did not pass its check.
        XfrmOutNoStates counter node_xfrm_out_no_states_packets_total Packets to send for which there is no state.
        XfrmOutStateProtoError counter node_xfrm_out_state_proto_error_packets_total Packets to send with an error of the protocol.
        XfrmOutStateModeError counter node_xfrm_out_state_mode_error_packets_total Packets to send with an error of the mode.
        XfrmOutStateSeqError counter node_xfrm_out_state_seq_error_packets_total Packets to send when the sequence numbers were used up.
        XfrmOutStateExpired counter node_xfrm_out_state_expired_packets_total Packets to send for a state that had expired.
        XfrmOutPolBlock counter node_xfrm_out_pol_block_packets_total Packets to send that a policy discards.
        XfrmOutPolDead counter node_xfrm_out_pol_dead_packets_total Packets to send for a policy that is dead.
        XfrmOutPolError counter node_xfrm_out_pol_error_packets_total Packets to send with an error of the policy.
        XfrmFwdHdrError counter node_xfrm_fwd_hdr_error_packets_total Packets that must not be forwarded.
        XfrmOutStateInvalid counter node_xfrm_out_state_invalid_packets_total Packets to send for an invalid state.
        XfrmAcquireError counter node_xfrm_acquire_error_packets_total Packets to send before their state was there.
        """u8);

    private readonly KernelFile _file = new(new HostNetwork(paths).Path("xfrm_stat"));
    private readonly FamilyOrder _order = new(key => Table.Find(key));

    public string Name => "xfrm";

    public IReadOnlyList<Family> Families => Table.Families;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file, "this kernel counts no errors of IPsec");
        _order.Restart();
        for (var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (_order.Next(line.Field()) is { } family)
            {
                writer.WriteIfKnown(family, line.UInt64());
            }
        }
    }
}
