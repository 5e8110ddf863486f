using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;

namespace Exporters.LogSink;

/// <summary>
/// Reads opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest by field numbers, with nothing shared with the sender.
/// </summary>
public static class OtlpDecoder
{
    /// <summary>The number of log records, skipping over what they hold.</summary>
    public static int Count(byte[] body, int length)
    {
        var input = new CodedInputStream(body, 0, length);
        return Count(input, length, 0);
    }

    /// <summary>Every record with its resource.</summary>
    public static IReadOnlyList<SinkRecord> Decode(byte[] body, int length)
    {
        var records = new List<SinkRecord>();
        var input = new CodedInputStream(body, 0, length);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag >> 3 != 1)
            {
                input.SkipLastField();
                continue;
            }

            var resource = new Dictionary<string, string>();
            var first = records.Count;
            var resourceLogs = input.ReadBytes().CreateCodedInput();
            while (resourceLogs.ReadTag() is var field and not 0)
            {
                switch (field >> 3)
                {
                    case 1:
                        var inside = resourceLogs.ReadBytes().CreateCodedInput();
                        Fields(inside, 1, attribute =>
                        {
                            var (name, value) = KeyValue(attribute);
                            resource[name] = value;
                        });
                        break;
                    case 2:
                        var scope = resourceLogs.ReadBytes().CreateCodedInput();
                        while (scope.ReadTag() is var scopeField and not 0)
                        {
                            if (scopeField >> 3 == 2)
                            {
                                records.Add(Record(scope.ReadBytes()));
                            }
                            else
                            {
                                scope.SkipLastField();
                            }
                        }

                        break;
                    default:
                        resourceLogs.SkipLastField();
                        break;
                }
            }

            for (var i = first; i < records.Count; i++)
            {
                records[i] = records[i] with { Resource = resource };
            }
        }

        return records;
    }

    // LogsData.resource_logs = 1, ResourceLogs.scope_logs = 2, ScopeLogs.log_records = 2
    private static int Count(CodedInputStream input, long end, int level)
    {
        var count = 0;
        while (input.Position < end && input.ReadTag() is var tag and not 0)
        {
            if (tag != (level == 0 ? 10u : 18u))
            {
                input.SkipLastField();
            }
            else if (level == 2)
            {
                count++;
                input.SkipLastField();
            }
            else
            {
                var length = input.ReadLength();
                count += Count(input, input.Position + length, level + 1);
            }
        }

        return count;
    }

    private static SinkRecord Record(ByteString bytes)
    {
        var record = new SinkRecord { Hash = Convert.ToHexString(SHA256.HashData(bytes.Span)) };
        var attributes = new List<KeyValuePair<string, string>>();
        var input = bytes.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            switch (tag >> 3)
            {
                case 1:
                    record = record with { TimeUnixNano = input.ReadFixed64() };
                    break;
                case 2:
                    record = record with { Severity = input.ReadEnum() };
                    break;
                case 3:
                    record = record with { SeverityText = input.ReadString() };
                    break;
                case 5:
                    record = record with { Body = Any(input.ReadBytes().CreateCodedInput()) };
                    break;
                case 6:
                    var (name, value) = KeyValue(input.ReadBytes().CreateCodedInput());
                    attributes.Add(new(name, value));
                    break;
                case 9:
                    record = record with { TraceId = Convert.ToHexStringLower(input.ReadBytes().Span) };
                    break;
                case 10:
                    record = record with { SpanId = Convert.ToHexStringLower(input.ReadBytes().Span) };
                    break;
                case 11:
                    record = record with { ObservedTimeUnixNano = input.ReadFixed64() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return record with { Attributes = attributes };
    }

    private static (string Name, string Value) KeyValue(CodedInputStream input)
    {
        string name = "", value = "";
        while (input.ReadTag() is var tag and not 0)
        {
            switch (tag >> 3)
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 2:
                    value = Any(input.ReadBytes().CreateCodedInput());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (name, value);
    }

    private static string Any(CodedInputStream input)
    {
        var value = "";
        while (input.ReadTag() is var tag and not 0)
        {
            switch (tag >> 3)
            {
                case 1:
                    value = input.ReadString();
                    break;
                case 2:
                    value = input.ReadBool() ? "true" : "false";
                    break;
                case 3:
                    value = input.ReadInt64().ToString(CultureInfo.InvariantCulture);
                    break;
                case 4:
                    value = input.ReadDouble().ToString("R", CultureInfo.InvariantCulture);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return value;
    }

    private static void Fields(CodedInputStream input, int number, Action<CodedInputStream> read)
    {
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag >> 3 == number)
            {
                read(input.ReadBytes().CreateCodedInput());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

}
