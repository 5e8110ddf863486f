using System.Net.Security;
using System.Net.Sockets;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Unix;

internal sealed class UnixProberTests
{
    [Test]
    public async Task A_connection_is_enough_where_nothing_is_asked([Values] bool isAbstract)
    {
        using var server = new SocketServer(isAbstract, _ => Task.CompletedTask);

        var result = await ProbeAsync(server.Target);

        Assert.That(result.Success, result.Detail);
        Assert.That(Probe.Page(result), Does.Contain("probe_failed_due_to_regex 0\n").And.Contain("probe_failed_due_to_bytes 0\n").And.Not.Contain("probe_ip_"));
    }

    [Test]
    public async Task A_conversation_is_held_as_over_tcp()
    {
        using var server = new SocketServer(isAbstract: false, stream => ScriptServer.WriteAsync(stream, "hello\nversion 7\n"));

        var result = await ProbeAsync(server.Target, new UnixModule
        {
            Steps = [new QueryStep { Expect = Probe.Expression("^version (.)"), Labels = [KeyValuePair.Create("version_seen", "$1")] }],
        });
        var other = await ProbeAsync(server.Target, new UnixModule { Steps = [new QueryStep { Expect = Probe.Expression("^bye") }] });

        Assert.That(result.Success, result.Detail);
        Assert.That(Probe.Page(result), Does.Contain("probe_expect_info{version_seen=\"7\"} 1\n"));
        Assert.That(other.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(Probe.Page(other), Does.Contain("probe_failed_due_to_regex 1\n"));
    }

    [Test]
    public async Task A_socket_on_which_nobody_listens_is_refused()
    {
        string path;
        using (var server = new SocketServer(isAbstract: false, _ => Task.CompletedTask, keepFile: true))
        {
            path = server.Target;
        }

        var left = await ProbeAsync(path);
        File.Delete(path);
        var gone = await ProbeAsync(path);

        Assert.That((left.Failure, left.Detail), Is.EqualTo((FailureReason.Refused, $"nothing listens on {path}")));
        Assert.That((gone.Failure, gone.Detail), Is.EqualTo((FailureReason.Refused, $"there is no socket {path}")));
        Assert.That(Probe.Page(gone), Does.Not.Contain("probe_failed_due_to_"));
    }

    [TestCase("app.sock")]
    [TestCase("http://localhost/")]
    [TestCase("/")]
    [TestCase("@")]
    public async Task What_is_no_socket_is_told(string target)
    {
        var result = await ProbeAsync(target);

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith($"\"{target}\" is no target for the unix prober: it must be the absolute path of a socket"));
    }

    [Test]
    public async Task A_path_that_is_too_long_is_told()
    {
        var result = await ProbeAsync("/" + new string('a', 120));

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.Contain("at most 107 bytes"));
    }

    [Test]
    public async Task Tls_compares_the_certificate_with_the_name_of_the_module()
    {
        using var server = new SocketServer(isAbstract: false, async stream =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = TestPki.Server() });
        });

        var named = await ProbeAsync(server.Target, new UnixModule { UseTls = true, Tls = TestPki.Trusted with { ServerName = "localhost" } });
        var nameless = await ProbeAsync(server.Target, new UnixModule { UseTls = true, Tls = TestPki.Trusted });

        Assert.That(named.Success, named.Detail);
        Assert.That(Probe.Page(named), Does.Contain("probe_ssl_earliest_cert_expiry "));
        Assert.That(nameless.Failure, Is.EqualTo(FailureReason.TlsNameMismatch));
        Assert.That(nameless.Detail, Does.Contain("give tls_config a server_name"));
    }

    [TestCase("unix:///run/*.sock", "/run/app.sock", true)]
    [TestCase("unix:///run/*", "/run/../etc/app.sock", false)]
    [TestCase("unix:///run/a*", "/run/b.sock", false)]
    [TestCase("unix://@app", "@app", true)]
    [TestCase("*", "/run/app.sock", true)]
    [TestCase("*.example.com", "/run/app.sock", false)]
    [TestCase("10.0.0.0/8", "/run/app.sock", false)]
    public void A_socket_must_be_allowed(string rule, string target, bool allowed)
    {
        Assert.That(TargetRule.TryParse(rule, out var parsed), Is.True);
        var module = new ProbeModule { Name = "test", Unix = new UnixModule() };
        var run = Probe.RunAsync(target, module, TargetGuard.ForRequest([parsed], null));

        Assert.That(async () => await run, allowed ? Throws.Nothing : Throws.TypeOf<GuardException>().With.Message.Contains("probes.allow"));
    }

    [Test]
    public void Only_the_configured_socket_itself_is_its_own()
    {
        var module = new ProbeModule { Name = "test", Unix = new UnixModule() };
        var guard = TargetGuard.ForRequest([], new HopTarget("unix", "", 0, "/run/app.sock"));

        Assert.That(async () => await Probe.RunAsync("/run/app.sock", module, guard), Throws.Nothing);
        Assert.That(async () => await Probe.RunAsync("/run/other.sock", module, guard), Throws.TypeOf<GuardException>());
    }

    private static Task<ProbeResult> ProbeAsync(string target, UnixModule? module = null) =>
        Probe.RunAsync(target, new ProbeModule { Name = "test", Unix = module ?? new UnixModule() });

    /// <summary>Listens on a Unix socket and does to each connection what the test says.</summary>
    private sealed class SocketServer : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly Func<Stream, Task> _script;
        private readonly bool _deletes;

        public SocketServer(bool isAbstract, Func<Stream, Task> script, bool keepFile = false)
        {
            _script = script;
            _deletes = !isAbstract && !keepFile;
            var name = "exporters-" + Guid.NewGuid().ToString("N");
            Target = isAbstract ? "@" + name : Path.Combine(Path.GetTempPath(), name);
            _listener.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : Target));
            _listener.Listen();
            _ = AcceptAsync();
        }

        public string Target { get; }

        public void Dispose()
        {
            // Closing deletes the file, unless it is not where it was.
            var link = Target + ".kept";
            if (!_deletes && Target[0] == '/')
            {
                File.Move(Target, link);
            }

            _listener.Dispose();
            if (File.Exists(link))
            {
                File.Move(link, Target);
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    await using var stream = new NetworkStream(await _listener.AcceptAsync(), ownsSocket: true);
                    await _script(stream);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over, or the probe went away.
            }
        }
    }
}
