namespace Exporters.Systemd.Units;

/// <summary>Which manager: the system's, or the one of a user.</summary>
/// <param name="User">The user's name, or number where the name is not known; null for the system's manager.</param>
internal sealed record ManagerName(string? User)
{
    public static readonly ManagerName System = new((string?)null);

    /// <summary>Whether it is the system's.</summary>
    public bool IsSystem => User is null;

    /// <inheritdoc/>
    public override string ToString() => User is null ? "system manager" : $"manager of user {User}";
}
