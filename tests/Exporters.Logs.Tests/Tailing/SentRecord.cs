namespace Exporters.Logs.Tests.Tailing;

/// <summary>A record as it went out; equal when it is byte-identical.</summary>
internal sealed record SentRecord(string Body, long Ticks, string Attributes, string Resource);
