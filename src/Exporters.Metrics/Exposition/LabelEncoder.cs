namespace Exporters.Metrics.Exposition;

/// <summary><c>name="value"</c>, with a comma before all but the first.</summary>
internal static class LabelEncoder
{
    public static void Append(Utf8Buffer buffer, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        if (buffer.Length > 0 && buffer.Written[^1] != (byte)'{')
        {
            buffer.Append((byte)',');
        }

        buffer.Append(name);
        buffer.Append("=\""u8);
        buffer.AppendEscaped(value);
        buffer.Append((byte)'"');
    }
}
