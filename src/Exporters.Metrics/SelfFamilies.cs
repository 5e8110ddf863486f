namespace Exporters.Metrics;

/// <summary>Families about this process that more than one module writes; the page joins what each of them has to say.</summary>
public static class SelfFamilies
{
    /// <summary>Seconds since what a collector shows was last read; for collectors that show a snapshot.</summary>
    public static readonly Family DataAge = Family.Gauge(
        "exporters_collector_data_age_seconds", "Seconds since the data shown by a collector was read.", "collector");

    /// <summary>1 for each source that exists and cannot be read.</summary>
    public static readonly Family SourceUnreadable = Family.Gauge(
        "exporters_source_unreadable", "1 for each source that cannot be read, with the reason.", "source", "reason");
}
