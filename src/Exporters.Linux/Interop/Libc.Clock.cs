using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>The kernel's clock discipline, adjtimex(2), and the time zone, localtime_r(3).</summary>
internal static partial class Libc
{
    /// <summary>adjtimex(2): with modes 0 it only reads. The clock's state, or -1 and errno.</summary>
    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    public static partial int AdjustTime(ref Timex timex);

    /// <summary>localtime_r(3): zero on failure.</summary>
    [LibraryImport("libc", EntryPoint = "localtime_r")]
    public static partial nint LocalTime(in long seconds, out BrokenDownTime time);

    /// <summary>struct timex of 64-bit Linux, 208 bytes; the gaps are the compiler's.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 208)]
    public struct Timex
    {
        public uint Modes;
        public long Offset;
        public long Frequency;
        public long MaxError;
        public long EstimatedError;
        public int Status;
        public long Constant;
        public long Precision;
        public long Tolerance;
        public long Seconds;
        public long Microseconds;
        public long Tick;
        public long PpsFrequency;
        public long Jitter;
        public int Shift;
        public long Stability;
        public long JitterCount;
        public long CalibrationCount;
        public long ErrorCount;
        public long StabilityCount;
        public int Tai;
    }

    /// <summary>struct tm of glibc and musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BrokenDownTime
    {
        public int Second;
        public int Minute;
        public int Hour;
        public int DayOfMonth;
        public int Month;
        public int Year;
        public int DayOfWeek;
        public int DayOfYear;
        public int IsDaylightSaving;
        public long OffsetSeconds;
        public nint Zone;
    }
}
