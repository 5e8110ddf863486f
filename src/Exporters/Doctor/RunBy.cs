namespace Exporters.Doctor;

/// <summary>What starts the program on this machine, which decides how rights are given to it.</summary>
internal enum RunBy
{
    /// <summary>A person, in a shell.</summary>
    Hand,

    /// <summary>The unit exporters.service, of the package or of install.sh.</summary>
    Unit,

    /// <summary>A container engine, with the service <c>exporters</c> of a compose file.</summary>
    Compose,
}
