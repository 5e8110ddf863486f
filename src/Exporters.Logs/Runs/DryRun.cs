using System.Globalization;
using Exporters.Logs.Batching;
using Exporters.Logs.Framing;
using Exporters.Logs.Parsing;
using Exporters.Logs.Paths;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Records;
using Exporters.Logs.Sources;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Runs;

/// <summary>
/// <c>exporters logs --dry-run FILE</c>: what would become of the first lines of a file, by the source that is configured for it.
/// Nothing is sent and nothing is noted.
/// </summary>
public sealed class DryRun(LogsConfig config, TextWriter output, TextWriter errors, TimeProvider time)
{
    private const int MaxRecords = 10;
    private const int MaxBytes = 256 * 1024;

    /// <summary>Prints format, time, severity, attributes and Loki's labels of the first records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="service">Its <c>service.name</c> when no configured source reads it; null for <c>file</c>.</param>
    /// <returns>0, or 1 when the file cannot be read.</returns>
    public async Task<int> RunAsync(string path, string? service)
    {
        path = Path.GetFullPath(path);
        var bytes = new byte[MaxBytes];
        int length;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"exporters logs: {e.Message}");
            return 1;
        }

        if (RotatedNames.IsCompressed(path))
        {
            await errors.WriteLineAsync($"exporters logs: {path} is compressed: such files are never read, their lines were in a plain file before");
            return 1;
        }

        var source = config.Sources.FirstOrDefault(s => s.Kind == SourceKind.File && Matches(s, path));
        await output.WriteLineAsync(
            source is null ? $"{path}: no configured source reads it; as --file would" : $"{path}: as the source {source.Name} would");
        source ??= new SourceConfig { Name = service ?? "file", Service = service ?? "file" };
        Describe(path, source, bytes.AsSpan(0, length), length < bytes.Length);
        return 0;
    }

    private static bool Matches(SourceConfig source, string path) =>
        source.Include.Any(pattern => new Glob(pattern).IsMatch(path)) && !source.Exclude.Any(pattern => new Glob(pattern).IsMatch(path));

    private void Describe(string path, SourceConfig source, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var configured = PipelineSources.Setup(source, time, new DerivedMetrics());
        var resource = PipelineSources.Options(config, source).Resource();
        resource = source.PathLabels?.Over(resource, path) ?? resource;
        var watch = new Watch(configured.Parser(), configured.Steps, resource, config.Otlp.Labels, output);
        var setup = new SourceSetup
        {
            Ledger = configured.Ledger,
            Parser = () => watch,
            JoinRule = configured.JoinRule,
            Bounds = configured.Bounds,
            Steps = watch,
            MaxLineBytes = configured.MaxLineBytes,
            IsWrapped = configured.IsWrapped,
        };
        var intake = new Intake(new Batcher(new BatchLimits(int.MaxValue, long.MaxValue / 16, TimeSpan.MaxValue), time));
        var stream = new LogStream(1, "", setup, resource) { Attributes = [new("log.file.path", path)] };
        var now = time.GetUtcNow().UtcTicks;
        new EventReader(intake).Read(stream, new Block(bytes, 0, 0), default, now, now, isWhole ? Flush.Everything : Flush.Nothing);
        if (watch.Records == 0)
        {
            output.WriteLine("no line in it");
        }
    }

    /// <summary>Stands around parser and steps, and prints what comes out of them.</summary>
    private sealed class Watch(ILineParser parser, IEntrySteps? steps, LogResource resource, LokiLabels names, TextWriter output) : ILineParser, IEntrySteps
    {
        private bool _toldTime;
        private long _readTicks;
        private int _line = 1;

        public int Records { get; private set; }

        public void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry)
        {
            parser.Parse(line, readTicks, entry);
            _toldTime = entry.TimestampTicks != 0;
            _readTicks = readTicks;
        }

        public string? Apply(LogEntry entry, ulong identity)
        {
            var lines = entry.Lines;
            var reason = steps?.Apply(entry, identity);
            if (Records++ < MaxRecords)
            {
                Print(entry, lines, reason);
            }

            _line += lines;
            return reason;
        }

        private void Print(LogEntry entry, int lines, string? reason)
        {
            var ticks = entry.TimestampTicks;

            // A container's runtime tells the time of a line that does not; else it is that of reading, or a step of 100 ns after it.
            entry.TimestampTicks = _toldTime || ticks - _readTicks is < 0 or > TimeSpan.TicksPerMillisecond ? ticks : 0;
            output.WriteLine();
            output.WriteLine(lines == 1
                ? string.Create(CultureInfo.InvariantCulture, $"line {_line}")
                : string.Create(CultureInfo.InvariantCulture, $"lines {_line} to {_line + lines - 1}"));
            output.Write(EntryText.Describe(entry, LineParsers.LastFormat(parser), resource, names));
            if (reason is not null)
            {
                output.WriteLine($"dropped   {reason}");
            }

            entry.TimestampTicks = ticks;
        }
    }
}
