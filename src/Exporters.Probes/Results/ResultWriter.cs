using System.Net.Sockets;
using Exporters.Metrics;

namespace Exporters.Probes.Results;

/// <summary>Prints a result with its target's labels.</summary>
internal static class ResultWriter
{
    /// <summary>Writes every family that the probe came to.</summary>
    public static void Write(FamilyWriter writer, ProbeResult result, LabelSet labels)
    {
        writer.Write(ProbeFamilies.Success, result.Success ? 1 : 0, labels);
        writer.Write(ProbeFamilies.Duration, result.Seconds, labels);
        writer.Write(ProbeFamilies.Timeout, result.TimeoutSeconds, labels);
        writer.WriteStates(
            ProbeFamilies.Failure, FailureReasons.All, result.Failure is { } reason ? FailureReasons.Name(reason) : null, labels);
        WriteAddress(writer, result, labels);
        if (result.HasRegexCheck)
        {
            writer.Write(ProbeFamilies.FailedByRegex, result.FailedByRegex ? 1 : 0, labels);
        }

        if (result.FailedByCel is { } failedByCel)
        {
            writer.Write(ProbeFamilies.FailedByCel, failedByCel ? 1 : 0, labels);
        }

        WriteTls(writer, result, labels);
        WriteHttp(writer, result.Http, labels);
        WriteTcp(writer, result.Tcp, labels);
        GrpcWriter.Write(writer, result.Grpc, labels);
        WebsocketWriter.Write(writer, result.Websocket, labels);
        WriteIcmp(writer, result.Icmp, labels);
        WriteDns(writer, result.Dns, labels);
    }

    private static void WriteAddress(FamilyWriter writer, ProbeResult result, LabelSet labels)
    {
        if (!result.HasAddressFamilies)
        {
            return;
        }

        var version = result.Address is not { } address ? 0 : address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
        writer.Write(ProbeFamilies.IpProtocol, version, labels);
        writer.Write(ProbeFamilies.IpHash, result.Address is null ? 0 : AddressHash.Of(result.Address), labels);
        writer.WriteIfKnown(ProbeFamilies.Lookup, result.LookupSeconds, labels);
    }

    private static void WriteTls(FamilyWriter writer, ProbeResult result, LabelSet labels)
    {
        if (result.Tls is not { } tls)
        {
            return;
        }

        writer.WriteIfKnown(ProbeFamilies.EarliestExpiry, tls.EarliestExpiry, labels);
        if (result.Grpc is null)
        {
            writer.WriteIfKnown(ProbeFamilies.LastChainExpiry, tls.LastChainExpiry, labels);
        }

        if (tls.Leaf is { } leaf)
        {
            writer.Write(
                ProbeFamilies.ChainInfo, 1, labels, null, null, null,
                leaf.FingerprintSha256, leaf.Issuer, leaf.SerialNumber, leaf.Subject, leaf.DnsNames);
        }

        writer.Write(ProbeFamilies.TlsVersion, 1, labels, null, null, null, tls.Version);
        if (result.Http is not null)
        {
            writer.Write(ProbeFamilies.TlsCipher, 1, labels, null, null, null, tls.Cipher);
        }
    }

    private static void WriteHttp(FamilyWriter writer, HttpResult? http, LabelSet labels)
    {
        if (http is null)
        {
            return;
        }

        if (http.ResolveSeconds is { } resolve)
        {
            Phase(writer, ProbeFamilies.HttpDuration, "resolve", resolve, labels);
        }

        if (http.HasPhases)
        {
            Phase(writer, ProbeFamilies.HttpDuration, "connect", http.ConnectSeconds, labels);
            Phase(writer, ProbeFamilies.HttpDuration, "tls", http.TlsSeconds, labels);
            Phase(writer, ProbeFamilies.HttpDuration, "processing", http.ProcessingSeconds, labels);
            Phase(writer, ProbeFamilies.HttpDuration, "transfer", http.TransferSeconds, labels);
        }

        writer.Write(ProbeFamilies.HttpStatus, http.StatusCode, labels);
        writer.Write(ProbeFamilies.HttpContentLength, http.ContentLength, labels);
        writer.Write(ProbeFamilies.HttpBodyLength, http.BodyLength, labels);
        writer.Write(ProbeFamilies.HttpRedirects, http.Redirects, labels);
        writer.Write(ProbeFamilies.HttpTls, http.IsTls ? 1 : 0, labels);
        writer.Write(ProbeFamilies.HttpVersion, http.Version, labels);
        writer.WriteIfKnown(ProbeFamilies.HttpLastModified, http.LastModified, labels);
    }

    private static void WriteTcp(FamilyWriter writer, TcpResult? tcp, LabelSet labels)
    {
        if (tcp is null)
        {
            return;
        }

        writer.Write(ProbeFamilies.FailedByBytes, tcp.FailedByBytes ? 1 : 0, labels);
        if (tcp.Expected is { } expected)
        {
            writer.Write(ProbeFamilies.ExpectInfo, 1, labels.Join(expected));
        }
    }

    private static void WriteIcmp(FamilyWriter writer, IcmpResult? icmp, LabelSet labels)
    {
        if (icmp is null)
        {
            return;
        }

        Phase(writer, ProbeFamilies.IcmpDuration, "resolve", icmp.ResolveSeconds, labels);
        Phase(writer, ProbeFamilies.IcmpDuration, "setup", icmp.SetupSeconds, labels);
        Phase(writer, ProbeFamilies.IcmpDuration, "rtt", icmp.RttSeconds, labels);
        writer.WriteIfKnown(ProbeFamilies.IcmpHopLimit, icmp.HopLimit, labels);
    }

    private static void WriteDns(FamilyWriter writer, DnsResult? dns, LabelSet labels)
    {
        if (dns is null)
        {
            return;
        }

        Phase(writer, ProbeFamilies.DnsDuration, "resolve", dns.ResolveSeconds, labels);
        Phase(writer, ProbeFamilies.DnsDuration, "connect", dns.ConnectSeconds, labels);
        Phase(writer, ProbeFamilies.DnsDuration, "request", dns.RequestSeconds, labels);
        writer.Write(ProbeFamilies.DnsAnswers, dns.Answers, labels);
        writer.Write(ProbeFamilies.DnsAuthorities, dns.Authorities, labels);
        writer.Write(ProbeFamilies.DnsAdditionals, dns.Additionals, labels);
        writer.Write(ProbeFamilies.DnsAnswered, dns.Answered ? 1 : 0, labels);
        writer.WriteIfKnown(ProbeFamilies.DnsSerial, dns.Serial, labels);
    }

    private static void Phase(FamilyWriter writer, Family family, string phase, double seconds, LabelSet labels) =>
        writer.Write(family, seconds, labels, null, null, null, phase);
}
