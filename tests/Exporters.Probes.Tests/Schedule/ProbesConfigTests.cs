using Exporters.Configuration;
using Exporters.Probes.Modules;

namespace Exporters.Probes.Tests.Schedule;

internal sealed class ProbesConfigTests
{
    [Test]
    public void A_name_and_a_url_suffice()
    {
        var config = Read("""
            targets:
              - { name: shop, url: "https://shop.example" }
              - { name: mail, url: "tls://mail.example:993" }
              - { name: gate, url: "icmp://10.0.0.1" }
            """);

        Assert.That(config.Targets.Select(target => (target.Name, target.Target, target.Label, target.Module.Name)), Is.EqualTo(new[]
        {
            ("shop", "https://shop.example", "https://shop.example", "http_2xx"),
            ("mail", "mail.example:993", "tls://mail.example:993", "tls_connect"),
            ("gate", "10.0.0.1", "icmp://10.0.0.1", "icmp"),
        }));
        Assert.That(config.Targets[0].Interval, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(config.Targets[0].Timeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(config.HostNames, Is.EqualTo(new[] { "shop.example", "mail.example", "10.0.0.1" }));
    }

    [Test]
    public void Every_key_of_a_target_is_read()
    {
        var target = Read("""
            targets:
              - name: shop
                url: "https://user:pw@shop.example/health"
                method: post
                timeout: 3s
                interval: 15s
                expected_status: [200, 301-308, 4xx]
                headers: { X-Probe: "1" }
                body: "{}"
                expected_body: "ok"
                follow_redirects: false
                bearer_token: t
                proxy_url: http://proxy.example:3128
                tls: { insecure_skip_verify: true }
                keep_alive: true
                preferred_ip_protocol: ip4
                http2: false
                body_size_limit: 1MiB
                labels: { team: web }
            """).Targets.Single();

        var http = target.Module.Http!;
        Assert.That(target.Label, Is.EqualTo("https://shop.example/health"), "a password is no label");
        Assert.That((http.Method, http.ValidStatus.ToString(), http.KeepAlive, http.FollowRedirects, http.EnableHttp2), Is.EqualTo(("POST", "200, 301-308, 400-499", true, false, false)));
        Assert.That(http.Credentials!.Read(), Is.EqualTo("Bearer t"));
        Assert.That(http.FailIfBodyNotMatches.Single().ToString(), Is.EqualTo("ok"));
        Assert.That(target.LabelSet().ToString(), Is.EqualTo("name=\"shop\",target=\"https://shop.example/health\",module=\"http_2xx\",team=\"web\""));
    }

    [TestCase("interval: 0s", "2:13: probes.interval: must be between 1s and 1d, got \"0s\"")]
    [TestCase("intervall: 1s", "2:3: probes.intervall: unknown key; did you mean interval?")]
    [TestCase("targets: [ { url: \"http://x\" } ]", "2:14: probes.targets[0]: name: is missing; a target needs name and url")]
    [TestCase("targets: [ { name: a, url: x.example } ]", "2:30: probes.targets[0].url: must start with http://, https://, tcp://, tls://, icmp://, unix://, grpc://, grpcs://, ws:// or wss://, or the target must name a module, got \"x.example\"")]
    [TestCase("targets: [ { name: a, url: \"http://x\", module: http_3xx } ]", "2:50: probes.targets[0].module: no such module: \"http_3xx\"; did you mean http_2xx?")]
    [TestCase("targets: [ { name: a, url: \"http://x\", module: icmp, method: GET } ]", "2:64: probes.targets[0].method: does not go with module: the module file says how to probe")]
    [TestCase("targets: [ { name: a, url: \"tcp://x:1\", expected_status: 200 } ]", "2:30: probes.targets[0].url: this target has options of HTTP requests, so it must start with http:// or https://, got \"tcp://x:1\"")]
    [TestCase("targets: [ { name: a, url: \"tcp://x\" } ]", "2:30: probes.targets[0].url: must be host:port for the tcp prober, got \"tcp://x\"")]
    [TestCase("targets: [ { name: a, url: \"http://x\", timeout: 2m } ]", "2:51: probes.targets[0].timeout: the timeout, 2m, must not be longer than the interval, 1m")]
    [TestCase("targets: [ { name: a, url: \"http://x\", labels: { name: b } } ]", "2:58: probes.targets[0].labels.name: \"name\" cannot be a label name here; letters, digits and _ only, and none of name, target, module, reason, phase, version, cipher, serving_status, fingerprint_sha256, issuer, serialnumber, subject, subjectalternative")]
    [TestCase("targets: [ { name: a, url: \"http://x\" }, { name: a, url: \"http://x\" } ]", "2:44: probes.targets[1]: the same name, url and module as at line 2; give it another name")]
    [TestCase("targets: [ { name: a, url: \"http://x\", expected_status: ok } ]", "2:59: probes.targets[0].expected_status: must be a status such as 200, a range such as 200-299, or 2xx, got \"ok\"")]
    [TestCase("allow: [\"a b\"]", "2:11: probes.allow[0]: must be a CIDR such as 10.0.0.0/8 or a pattern such as *.example.com or https://shop.example:8443/health*, got \"a b\"")]
    [TestCase("modules_file: /nowhere.yml", "/nowhere.yml: no such file")]
    public void What_is_wrong_is_told_with_its_place(string line, string expected)
    {
        var report = new ConfigReport();

        Read(line, report);

        Assert.That(report.Problems.Select(problem => problem.ToString()), Is.EqualTo(new[] { expected.StartsWith('/') ? expected : $"exporters.yaml:{expected}" }));
    }

    [Test]
    public void Without_a_section_there_are_the_built_in_modules_and_no_targets()
    {
        var config = ProbesConfigReader.Read(null, new ConfigReport());

        Assert.That(config.TargetCount, Is.Zero);
        Assert.That(config.Modules.Keys, Is.EquivalentTo(BuiltInModules.All.Keys));
    }

    private static ProbesConfig Read(string yaml)
    {
        var report = new ConfigReport();
        var config = Read(yaml, report);
        Assert.That(report.Problems, Is.Empty);
        return config;
    }

    private static ProbesConfig Read(string yaml, ConfigReport report)
    {
        var text = "probes:\n" + string.Concat(yaml.Split('\n').Select(line => $"  {line}\n"));
        return ProbesConfigReader.Read(ConfigFile.Parse(text, "exporters.yaml", report, _ => null)!.Map().Get("probes"), report);
    }
}
