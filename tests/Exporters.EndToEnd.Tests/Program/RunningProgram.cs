using System.Diagnostics;
using System.Text;

namespace Exporters.EndToEnd.Tests.Program;

/// <summary>The program as a process of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process) => _process = process;

    /// <summary>The published program, where <c>EXPORTERS_TEST_PROGRAM</c> names it; the built one otherwise.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("EXPORTERS_TEST_PROGRAM") is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "exporters");

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static RunningProgram Start(params string[] arguments) => StartBy(Executable, arguments);

    /// <summary>Starts it with more in its environment.</summary>
    public static RunningProgram StartWith((string Name, string Value)[] environment, params string[] arguments) => StartBy(Executable, arguments, environment: environment);

    /// <summary>Starts it with a pipe as its standard input, which is <see cref="Input"/>.</summary>
    public static RunningProgram StartFed(params string[] arguments) => StartBy(Executable, arguments, isFed: true);

    /// <summary>Starts it in a view of the files in which a directory is empty; for root alone.</summary>
    public static RunningProgram StartWithout(string directory, params string[] arguments) =>
        StartBy("unshare", ["--mount", "sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\"", directory, Executable, .. arguments]);

    /// <summary>Starts it so that it may read no more than the modes of files say, also when root runs it.</summary>
    public static RunningProgram StartObeyingModes(params string[] arguments) => Environment.IsPrivilegedProcess
        ? StartBy("setpriv", ["--bounding-set", "-dac_override,-dac_read_search", Executable, .. arguments])
        : Start(arguments);

    private static RunningProgram StartBy(string command, string[] arguments, bool isFed = false, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = isFed,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var program = new RunningProgram(new Process { StartInfo = start });
        program._process.ErrorDataReceived += (_, line) => program.Heard(line.Data);
        program._process.Start();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs to the end and tells exit code and both outputs.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        var output = await program._process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        var exitCode = await program.ExitAsync();
        return (exitCode, output, program.Error);
    }

    /// <summary>The address it listens on, once it does.</summary>
    public async Task<Uri> AddressAsync() => new(await _listening.Task.WaitAsync(Patience));

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_error)
        {
            _error.AppendLine(line);
        }

        const string Mark = " address=";
        if (line.Contains("listening on", StringComparison.Ordinal) && line.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0)
        {
            _listening.TrySetResult(line[(at + Mark.Length)..].Split(' ')[0]);
        }
    }
}
