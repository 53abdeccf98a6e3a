using System.CommandLine;
using System.Globalization;
using Personalization.Client.Operations;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>models</c> command.</summary>
internal static class ModelsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api)
    {
        Command list = new("list", "Lists the model versions.");
        list.SetAction((parsed, cancellation) => api.RunAsync(
            parsed, async client => Write(await client.Models.GetAsync(cancellation))));
        Command train = new("train", "Starts a training.");
        train.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            TrainingStatus status = await client.Models.TrainAsync(cancellationToken: cancellation);
            Console.WriteLine($"Training runs: {status.Step}. 'personalize models list' shows its progress.");
        }));
        Argument<string> version = new("VERSION") { Description = "The version." };
        Command promote = new("promote", "Makes a version live.") { version };
        promote.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
            Write(await client.Models.PromoteAsync(parsed.GetRequiredValue(version), cancellation))));
        Command back = new("rollback", "Makes the previous version live.");
        back.SetAction((parsed, cancellation) => api.RunAsync(
            parsed, async client => Write(await client.Models.RollBackAsync(cancellation))));
        return new Command("models", "Lists, trains, promotes and rolls back model versions.")
        {
            list, train, promote, back,
        };
    }

    private static void Write(ModelCatalog models)
    {
        foreach (ModelVersion version in models.Versions)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{version.Version}\t{version.Status}\t{version.TrainedAt:u}\t{version.Events} events\t{version.Items} "
                    + $"items\t{version.Report?.Verdict}"));
        }

        TrainingStatus training = models.Training;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Training: {(training.Running ? $"{training.Step} {training.Progress:P0}" : training.Step)} "
                + $"{training.Error}").TrimEnd());
    }
}
