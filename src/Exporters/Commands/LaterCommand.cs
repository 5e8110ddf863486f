using System.CommandLine;

namespace Exporters.Commands;

/// <summary>A command that is announced and not there yet: it says so, and what to use meanwhile.</summary>
internal static class LaterCommand
{
    public static Command Create(string name, string description, string meanwhile)
    {
        var command = new Command(name, $"{description} Not available in this version.");
        command.SetAction(_ =>
        {
            Console.Error.WriteLine($"exporters {name}: not available in this version; meanwhile {meanwhile}");
            return CommandLine.Failure;
        });
        return command;
    }
}
