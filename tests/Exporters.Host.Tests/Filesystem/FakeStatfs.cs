using System.Collections.Concurrent;
using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Tests.Filesystem;

/// <summary>Mounts that answer, fail or hang as the test says.</summary>
internal sealed class FakeStatfs
{
    private readonly ConcurrentDictionary<string, ManualResetEventSlim> _hanging = new();
    private readonly ConcurrentDictionary<string, int> _calls = new();
    private readonly ConcurrentDictionary<string, Errno> _failing = new();

    public FilesystemSpace Space { get; set; } = new(1000, 400, 300, 50, 20);

    /// <summary>How often the mount was asked.</summary>
    public int Calls(string path) => _calls.GetValueOrDefault(path);

    public void Hang(string path) => _hanging[path] = new ManualResetEventSlim();

    public void Fail(string path, Errno errno) => _failing[path] = errno;

    /// <summary>The mount answers again.</summary>
    public void Resume(string path)
    {
        _hanging.Remove(path, out var gate);
        gate!.Set();
    }

    public Errno Call(ReadOnlySpan<byte> terminatedPath, out FilesystemSpace space)
    {
        var path = Encoding.UTF8.GetString(terminatedPath[..^1]);
        _calls.AddOrUpdate(path, 1, (_, calls) => calls + 1);
        if (_hanging.TryGetValue(path, out var gate))
        {
            gate.Wait();
        }

        space = Space;
        return _failing.GetValueOrDefault(path);
    }
}
