using System.Net;
using Exporters.Metrics;

namespace Exporters.Host.Network.Addresses;

/// <summary>What is known of the public address; replaced whole, never changed.</summary>
/// <param name="Address">The last good answer; null before the first.</param>
/// <param name="AnsweredAt">When that came, as a time stamp of the clock.</param>
/// <param name="Failure">Why the last question brought no answer; null when it did.</param>
internal sealed record PublicAddress(IPAddress? Address, long AnsweredAt, UnavailableReason? Failure)
{
    /// <summary>Nobody has been asked.</summary>
    public static readonly PublicAddress Unasked = new(null, 0, null);
}
