namespace Personalization.Testing.Cluster;

/// <summary>A cluster of real processes on this machine: the shipped programs on the caller's store.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>The longest time in which a training makes no progress.</summary>
    private static readonly TimeSpan ModelWithin = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();
    private readonly ClusterPlan _plan;

    private LocalCluster(ClusterPlan plan)
    {
        _plan = plan;
        if (plan.OwnNetworks)
        {
            SiloNetwork.MakeBridge();
        }

        Members =
        [
            .. Make(ProcessKind.Silo, plan.Silos),
            .. Make(ProcessKind.Node, plan.Nodes),
            .. Make(ProcessKind.Api, plan.Apis)
        ];
    }

    /// <summary>Gets every process.</summary>
    public IReadOnlyList<ClusterProcess> Members { get; }

    /// <summary>Gets the silos without REST.</summary>
    public IReadOnlyList<ClusterProcess> Silos => [.. Members.Where(member => member.Kind == ProcessKind.Silo)];

    /// <summary>Gets the processes that answer REST.</summary>
    public IReadOnlyList<ClusterProcess> Doors => [.. Members.Where(member => member.Kind != ProcessKind.Silo)];

    /// <summary>Starts all processes at once and waits until each is ready.</summary>
    /// <exception cref="InvalidOperationException">A process ended or did not become ready. The message holds its
    /// output.</exception>
    public static async Task<LocalCluster> StartAsync(ClusterPlan plan, CancellationToken cancellationToken)
    {
        LocalCluster cluster = new(plan);
        try
        {
            await Task.WhenAll(
                cluster.Members.Select(member => member.StartAsync(cancellationToken))).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a model is live.</summary>
    /// <exception cref="InvalidOperationException">The training made no progress. The message holds the output of all
    /// processes.</exception>
    public async Task WaitForModelAsync(CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = Doors[0].Process.Address };
        ProgressLimit progress = new(ModelWithin, TimeProvider.System);
        string catalog = await CatalogAsync(http, cancellationToken).ConfigureAwait(false);
        while (!catalog.Contains("\"live\":\"", StringComparison.Ordinal))
        {
            if (progress.IsExceeded(catalog))
            {
                throw new InvalidOperationException(
                    $"No model was live after {progress.Elapsed.TotalMinutes:0.0} minutes and the training made no "
                        + $"progress: {catalog}{Environment.NewLine}"
                        + string.Join(Environment.NewLine, Members.Select(member => member.Output)));
            }

            await Task.Delay(TimeSpan.FromSeconds(0.2), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            catalog = await CatalogAsync(http, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ClusterProcess member in Members)
        {
            await member.DisposeAsync().ConfigureAwait(false);
        }

        if (_plan.OwnNetworks)
        {
            SiloNetwork.RemoveBridge();
        }

        _folder.Dispose();
    }

    /// <summary>Gets the model catalog as JSON; empty while the API cannot answer.</summary>
    private static async Task<string> CatalogAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri("/v1/models", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)
            : string.Empty;
    }

    private IEnumerable<ClusterProcess> Make(ProcessKind kind, int count) =>
        Enumerable.Range(1, count).Select(number => new ClusterProcess(kind, number, _plan, _folder.Path));
}
