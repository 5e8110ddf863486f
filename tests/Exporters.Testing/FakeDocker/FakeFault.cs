namespace Exporters.Testing.FakeDocker;

/// <summary>What goes wrong with an answer.</summary>
public enum FakeFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The request is taken and nothing is said until the daemon ends.</summary>
    Hang,

    /// <summary>Half of the body is sent, then the connection is closed.</summary>
    Cut,

    /// <summary>Half of the body is sent, then nothing more, and the connection stays open.</summary>
    HangInBody,
}
