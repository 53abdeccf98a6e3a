using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Personalization.Client;
using Personalization.Client.Http;

namespace Personalization.Tool.Diagnosis;

/// <summary>Runs the checks of <c>doctor</c>, one after the other.</summary>
/// <remarks>If the API does not answer at all, no other check runs.</remarks>
internal sealed class Doctor(HttpClient http, TimeProvider time)
{
    /// <summary>The time after which a call counts as unanswered.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The engine refuses events that are 10 minutes ahead. A synchronized clock is within a second.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(1);

    /// <summary>Roles from the strongest to the weakest, each with a call that weaker roles may not make.</summary>
    private static readonly (string Role, string Path)[] Roles =
    [
        ("operate", "v1/models"), ("manage", "v1/users/personalize-doctor"), ("serve", "v1/popular?count=1"),
    ];

    /// <summary>Runs all checks.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? theirs = null;
        Finding address = await AddressAsync(found => theirs = found, cancellationToken);
        yield return address;
        if (address.Fails)
        {
            yield break;
        }

        yield return ClockOf(theirs);
        (Finding finding, string role) key = await KeyAsync(cancellationToken);
        yield return key.finding;
        await foreach (Finding check in ReadinessAsync(cancellationToken))
        {
            yield return check;
        }

        if (key.role != "operate")
        {
            yield return Finding.Skipped(
                "engine", "model, feeds, data quality and lag need a key with the role operate");
            yield break;
        }

        EngineChecks engine = new(new PersonalizationClient(http), time);
        foreach (Func<CancellationToken, Task<Finding>> check in engine.All)
        {
            yield return await TryAsync(check, cancellationToken);
        }
    }

    private static async Task<Finding> TryAsync(
        Func<CancellationToken, Task<Finding>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (PersonalizationException failed)
        {
            return Finding.Failed("engine", failed.Message, "See the log of the API and of the silos.");
        }
    }

    private async Task<Finding> AddressAsync(Action<DateTimeOffset?> clock, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync("health/live", cancellationToken);
            clock(answer.Headers.Date);
            return answer.IsSuccessStatusCode
                ? Finding.Ok("address", $"an API answers at {http.BaseAddress}")
                : Finding.Failed(
                    "address",
                    $"{http.BaseAddress} answers with status {(int)answer.StatusCode}",
                    "Give --url the address of the personalization API, not of another program or a path below it.");
        }
        catch (Exception error) when (error is HttpRequestException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Finding.Failed(
                "address",
                $"nothing answers at {http.BaseAddress}: {error.Message}",
                "Start the API, or give its address with --url or PERSONALIZATION_URL.");
        }
    }

    private Finding ClockOf(DateTimeOffset? theirs)
    {
        if (theirs is not { } at)
        {
            return Finding.Skipped("clock", "the answer has no time");
        }

        TimeSpan skew = (at - time.GetUtcNow()).Duration();
        string detail = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s apart");
        return skew <= MaxSkew
            ? Finding.Ok("clock", detail)
            : Finding.Failed(
                "clock",
                detail,
                "Set both clocks with NTP. The API refuses events that are more than 10 minutes ahead.");
    }

    private async Task<(Finding Finding, string Role)> KeyAsync(CancellationToken cancellationToken)
    {
        foreach ((string role, string path) in Roles)
        {
            using HttpResponseMessage answer = await http.GetAsync(path, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                return (Finding.Failed(
                    "key",
                    "the key is missing or not valid",
                    "Give a key with --key or PERSONALIZATION_KEY. POST /v1/keys creates one."), string.Empty);
            }

            if (answer.StatusCode != HttpStatusCode.Forbidden)
            {
                return (Finding.Ok("key", $"may do what the role {role} may"), role);
            }
        }

        return (Finding.Ok("key", "may send events only, as the role ingest"), "ingest");
    }

    private async IAsyncEnumerable<Finding> ReadinessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync("health/ready", cancellationToken);
        using JsonDocument report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        List<Finding> failing = [];
        foreach (JsonElement check in report.RootElement.GetProperty("checks").EnumerateArray())
        {
            if (check.GetProperty("status").GetString() != "ok")
            {
                string detail = check.TryGetProperty("detail", out JsonElement text) ? text.GetString()! : "no detail";
                failing.Add(Finding.Failed("ready", $"{check.GetProperty("name").GetString()}: {detail}", AdviceFor(
                    check.GetProperty("name").GetString()!)));
            }
        }

        if (failing.Count == 0)
        {
            failing.Add(Finding.Ok("ready", "the engine stores events and serves lists"));
        }

        foreach (Finding finding in failing)
        {
            yield return finding;
        }
    }

    private static string AdviceFor(string check) => check switch
    {
        "engine" or "silo" => "Check that a silo of this cluster runs and that the API reaches it.",
        "store" => "Check the database: address, password, free space, load.",
        "serving" => "Wait for the first lists, or train a model: personalize models train.",
        _ => "See the guide on operations and the log of the API.",
    };
}
