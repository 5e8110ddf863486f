using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>The machine's time zone at one moment, localtime_r(3).</summary>
/// <param name="OffsetSeconds">Seconds that local time is ahead of UTC.</param>
/// <param name="Abbreviation"><c>UTC</c>, <c>CET</c>, <c>CEST</c>, or digits where a zone has no letters.</param>
public readonly record struct LocalZone(long OffsetSeconds, string Abbreviation)
{
    /// <summary>The zone at <paramref name="moment"/>; UTC if the C library does not know better.</summary>
    public static LocalZone At(DateTimeOffset moment) => Libc.LocalTime(moment.ToUnixTimeSeconds(), out var time) == 0
        ? new LocalZone(0, "UTC")
        : new LocalZone(time.OffsetSeconds, Marshal.PtrToStringUTF8(time.Zone) ?? "");
}
