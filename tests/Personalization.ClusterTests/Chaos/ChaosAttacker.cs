using System.Globalization;
using System.Net;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>One user who sends far more events than a person can, with forged recommendation ids among them.</summary>
internal sealed class ChaosAttacker(IReadOnlyList<ClusterProcess> apis, int seed)
{
    /// <summary>The user's name.</summary>
    public const string User = "attacker";

    private const int BatchSize = 200;

    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private volatile bool _stopped;

    /// <summary>Gets the number of events sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Gets the number of answers of each status.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>Sends batches until <see cref="Stop"/>.</summary>
    public async Task RunAsync()
    {
        Random chance = new(HashCode.Combine(seed, -4));
        using Doors doors = new(apis, chance);
        while (!_stopped)
        {
            object[] events = [.. Enumerable.Range(0, BatchSize).Select(i => new
            {
                eventId = string.Create(CultureInfo.InvariantCulture, $"a-{Sent + i}"),
                userId = User,
                type = "click",
                itemId = "item-7",
                recommendationId = i % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"r{chance.Next()}") : null,
            })];
            Sent += BatchSize;
            HttpStatusCode? status = await doors.SendAsync(HttpMethod.Post, "/v1/events", events);
            string name = status is { } code ? ((int)code).ToString(CultureInfo.InvariantCulture) : "none";
            _answers[name] = _answers.GetValueOrDefault(name) + 1;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Stops the attack after the current batch.</summary>
    public void Stop() => _stopped = true;
}
