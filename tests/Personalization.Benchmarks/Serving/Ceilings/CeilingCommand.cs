using System.CommandLine;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>The command <c>ceilings</c>, a server that other benchmarks start as a process.</summary>
internal static class CeilingCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> body = new("--body") { Required = true };
        Option<string> urls = new("--urls") { Required = true };
        Option<int> gateway = new("--gateway");
        Option<bool> isClient = new("--client");
        Command command = new("ceilings", "Serves the ceilings that benchmarks compare the engine with.")
        {
            body, urls, gateway, isClient
        };
        command.Hidden = true;
        command.SetAction(parsed => CeilingServer.RunAsync(
            parsed.GetValue(body)!, parsed.GetValue(urls)!, parsed.GetValue(gateway), parsed.GetValue(isClient)));
        return command;
    }
}
