using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>What the rounds remember of a unit: what was read of it last, and when.</summary>
internal sealed class TrackedUnit(Unit unit)
{
    public Unit Unit { get; } = unit;

    /// <summary>The unit's object.</summary>
    public string Path { get; set; } = "";

    public string LoadState { get; set; } = "";

    public string ActiveState { get; set; } = "";

    public string SubState { get; set; } = "";

    /// <summary>What it said last; null before it was asked, or when the answer could not be read.</summary>
    public UnitProperties? Properties { get; set; }

    /// <summary>The round in which it was asked last.</summary>
    public int ReadIn { get; set; }

    /// <summary>The round whose list it was in last.</summary>
    public int SeenIn { get; set; }

    /// <summary>Whether it has to be asked in this round, whatever the signals say.</summary>
    public bool IsDue { get; set; }
}
