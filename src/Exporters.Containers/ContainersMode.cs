namespace Exporters.Containers;

/// <summary>Whether containers are looked for.</summary>
public enum ContainersMode
{
    /// <summary>Yes; and where there are none, nothing is said of it.</summary>
    Auto,

    /// <summary>Yes, and a daemon that does not answer is a fault.</summary>
    On,

    /// <summary>No.</summary>
    Off,
}
