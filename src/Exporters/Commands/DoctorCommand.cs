using System.CommandLine;
using Exporters.Doctor;
using Exporters.Linux;

namespace Exporters.Commands;

/// <summary><c>exporters doctor</c>: every source, whether it can be read, why not, and the command that mends it on this machine.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public DoctorCommand()
    {
        Command = new Command("doctor", "Say of every source whether it can be read, and the command that mends it; exit code 0, 1 (something cannot be read) or 2 (something is broken).");
        Command.Options.Add(_format);
    }

    public Command Command { get; }

    /// <summary>Examines, and prints what was found.</summary>
    public async Task<int> RunAsync(AppConfig config, ParseResult parsed, CancellationToken cancellationToken)
    {
        var installation = Installation.Find();
        var findings = await new Examination(config, new Remedies(installation, FileGroup.Of)).RunAsync(cancellationToken);
        if (parsed.GetValue(_format) == FormatOption.Json)
        {
            await Console.Out.WriteLineAsync(DoctorText.Json(installation, findings));
            return DoctorText.ExitCode(findings);
        }

        await Console.Out.WriteLineAsync($"installed: {installation.Text}");
        if (installation.User != Environment.UserName)
        {
            await Console.Out.WriteLineAsync(
                $"these are the rights of {Environment.UserName}; the service runs as {installation.User}: sudo -u {installation.User} exporters doctor");
        }

        await Console.Out.WriteAsync(DoctorText.Lines(findings));
        return DoctorText.ExitCode(findings);
    }
}
