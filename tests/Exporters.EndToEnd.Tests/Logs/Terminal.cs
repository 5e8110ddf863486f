using System.Diagnostics;
using System.Text;
using Exporters.EndToEnd.Tests.Program;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>The program at a terminal of its own, by <c>script</c> of util-linux, and what it shows there.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;

    private Terminal(Process script)
    {
        _script = script;
        _reading = ReadAsync();
    }

    /// <summary>All that was written to the terminal.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">Arguments of the program.</param>
    /// <param name="input">A file that is its standard input; null for the terminal.</param>
    public static Terminal Start(string arguments, string? input = null)
    {
        var command = $"{RunningProgram.Executable} {arguments}{(input is null ? "" : $" <{input}")}";
        return new Terminal(Process.Start(new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!);
    }

    public async Task<int> ExitAsync(TimeSpan patience)
    {
        await _script.WaitForExitAsync().WaitAsync(patience);
        await _reading;
        return _script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
            await _script.WaitForExitAsync();
        }

        await _reading;
        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _script.StandardOutput.ReadAsync(buffer) is var read and > 0)
        {
            lock (_shown)
            {
                _shown.Append(buffer, 0, read);
            }
        }
    }
}
