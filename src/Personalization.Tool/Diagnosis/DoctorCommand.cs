using System.CommandLine;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Diagnosis;

/// <summary>The <c>doctor</c> command: checks an installation and says what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api)
    {
        Command command = new(
            "doctor",
            "Checks address, clock, key, readiness, model, feeds, data quality and lag. Exit code 1 if a check fails.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using HttpClient http = api.Connect(parsed);
            http.Timeout = Doctor.CallTimeout;
            bool fails = false;
            await foreach (Finding finding in new Doctor(http, TimeProvider.System).RunAsync(cancellation))
            {
                fails |= finding.Fails;
                Console.WriteLine($"{finding.Result,-8}{finding.Check,-14}{finding.Detail}");
                if (finding.Advice is { } advice)
                {
                    Console.WriteLine($"{string.Empty,-22}-> {advice}");
                }
            }

            return fails ? 1 : 0;
        });
        return command;
    }
}
