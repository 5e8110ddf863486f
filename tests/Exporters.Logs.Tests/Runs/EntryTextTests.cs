using Exporters.Logs.Records;
using Exporters.Logs.Runs;
using Exporters.Logs.Tests.Parsing;

namespace Exporters.Logs.Tests.Runs;

public sealed class EntryTextTests
{
    [Test]
    public void A_dry_run_shows_what_was_read_and_the_labels_Loki_would_make()
    {
        var entry = Read.Line("{\"time\":\"2026-11-21T09:50:00.123Z\",\"level\":\"warn\",\"msg\":\"low\",\"left\":3}");
        var resource = new LogResource([new("service.name", "shop \"a\""), new("host.name", "h"), new("job", "exporters"), new("k8s.pod.name", "p")]);

        Assert.That(EntryText.Describe(entry, "json", resource, LokiLabels.Default), Is.EqualTo("""
            format    json
            time      2026-11-21T09:50:00.1230000Z
            severity  warn (13)
            body      low
            attribute left = 3
            labels    {job="exporters", k8s_pod_name="p", service_name="shop \"a\""}

            """));
    }

    [Test]
    public void What_is_absent_is_said_to_be()
    {
        Assert.That(EntryText.Describe(Read.Line("text"), "plain", new LogResource([]), LokiLabels.Default), Is.EqualTo("""
            format    plain
            time      none in the line: the time of reading
            severity  none
            body      text
            labels    {service_name="unknown_service"}

            """));
    }
}
