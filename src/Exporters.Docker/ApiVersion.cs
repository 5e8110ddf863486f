using System.Globalization;

namespace Exporters.Docker;

/// <summary>A version of the Engine API, <c>1.41</c> say.</summary>
/// <param name="Major">The number before the point.</param>
/// <param name="Minor">The number behind it.</param>
public readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>The oldest version that this client speaks (Docker 1.12).</summary>
    public static readonly ApiVersion Oldest = new(1, 24);

    /// <summary>The newest version that this client knows (Docker 29).</summary>
    public static readonly ApiVersion Newest = new(1, 52);

    /// <summary>Reads <c>1.41</c>; null when it is no version.</summary>
    public static ApiVersion? Parse(string? text)
    {
        var point = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return point > 0
            && int.TryParse(text.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                ? new ApiVersion(major, minor)
                : null;
    }

    /// <summary>
    /// The highest version that both sides know. A daemon whose oldest version is above ours is asked in that one: the few
    /// fields that are read here have not changed since 1.24. Null when the daemon is older than <see cref="Oldest"/>.
    /// </summary>
    /// <param name="daemonOldest">The daemon's <c>MinAPIVersion</c>; null where it does not say.</param>
    /// <param name="daemonNewest">The daemon's <c>ApiVersion</c>.</param>
    public static ApiVersion? Negotiate(ApiVersion? daemonOldest, ApiVersion daemonNewest)
    {
        if (daemonNewest < Oldest)
        {
            return null;
        }

        return daemonOldest is { } oldest && oldest > Newest ? oldest : daemonNewest < Newest ? daemonNewest : Newest;
    }

    /// <inheritdoc/>
    public int CompareTo(ApiVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Whether <paramref name="left"/> is older.</summary>
    public static bool operator <(ApiVersion left, ApiVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(ApiVersion left, ApiVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not newer.</summary>
    public static bool operator <=(ApiVersion left, ApiVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not older.</summary>
    public static bool operator >=(ApiVersion left, ApiVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
