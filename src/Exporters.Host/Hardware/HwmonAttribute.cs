using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>One file of a sensor that is shown.</summary>
/// <param name="Path">The file.</param>
/// <param name="OtherPath">The same attribute in the other of the chip's two directories, for when this one has no value; may be null.</param>
/// <param name="Family">Its family.</param>
/// <param name="Divisor">What its number is divided by.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="IsSwitch">Whether anything but 1 counts as 0.</param>
internal sealed record HwmonAttribute(string Path, string? OtherPath, Family Family, double Divisor, LabelSet Labels, bool IsSwitch);
