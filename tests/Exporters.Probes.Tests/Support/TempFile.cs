namespace Exporters.Probes.Tests.Support;

/// <summary>A file that is gone after the test.</summary>
internal sealed class TempFile : IDisposable
{
    public TempFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.Combine(TestContext.CurrentContext.WorkDirectory, System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
