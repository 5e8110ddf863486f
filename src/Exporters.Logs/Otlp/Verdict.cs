namespace Exporters.Logs.Otlp;

/// <summary>What an attempt means for the records in it.</summary>
internal enum Verdict : byte
{
    /// <summary>Taken, all but those that the answer rejected.</summary>
    Delivered,

    /// <summary>Nobody answered, or the receiver is overloaded: again, soon.</summary>
    Retry,

    /// <summary>Not the data's fault and not over in seconds (access denied, wrong path, broken receiver): again, slowly, and loudly.</summary>
    Denied,

    /// <summary>Too large at once.</summary>
    TooLarge,

    /// <summary>Something in it is not acceptable.</summary>
    Refused,

    /// <summary>Taken and thrown away: Loki's 260 for a blocked tenant or policy.</summary>
    Blocked,
}
