using Exporters.Commands;

return await CommandLine.RunAsync(args);
