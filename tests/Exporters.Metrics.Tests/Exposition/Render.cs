using System.Buffers;
using System.Text;
using Exporters.Metrics.Exposition;

namespace Exporters.Metrics.Tests.Exposition;

internal static class Render
{
    public static string Page(ExpositionFormat format, params FamilyWriter[] writers)
    {
        var page = new Page();
        foreach (var writer in writers)
        {
            page.Add(writer, "test");
        }

        page.Complete();
        var output = new ArrayBufferWriter<byte>();
        page.Write(output, format);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Text(params FamilyWriter[] writers) => Page(ExpositionFormat.Text, writers);

    public static string OpenMetrics(params FamilyWriter[] writers) => Page(ExpositionFormat.OpenMetrics, writers);
}
