using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>The models of one client key, fitted anew with each block of the day and while its history is young. Not thread-safe.</summary>
internal sealed class KeyModels(KeyHistory history)
{
    private const double Growth = 1.1;

    private readonly Dictionary<string, ShareModel> _shares = new(StringComparer.Ordinal);
    private VolumeModel? _volume;
    private long _block = -1;
    private TimeSpan _fitted;

    /// <summary>The model of volume.</summary>
    public VolumeModel Volume(long hour)
    {
        Freshen(hour);
        return _volume ??= VolumeModel.Fit(history);
    }

    /// <summary>The model of a counter's share.</summary>
    public ShareModel Share(string counter, long hour)
    {
        Freshen(hour);
        if (!_shares.TryGetValue(counter, out ShareModel model))
        {
            List<(long, double, double)> cells = [.. history.Cells.Select(cell => (cell.Key, (double)cell.Value[counter], (double)Counter.WholeOf(counter, name => cell.Value[name])))];
            _shares[counter] = model = ShareModel.Fit(cells, hour);
        }

        return model;
    }

    /// <summary>Every watched counter that history knows, but volume.</summary>
    public IEnumerable<string> Known() => history.Cells.SelectMany(cell => cell.Value.Counts).Select(count => count.Key)
        .Where(name => name != DataQualityCounters.Received && Counter.KindOf(name) is not null).Distinct(StringComparer.Ordinal);

    private void Freshen(long hour)
    {
        long block = hour / ShareModel.BlockHours;
        if (block != _block || history.Watched > _fitted * Growth || history.Watched < _fitted / Growth)
        {
            _shares.Clear();
            (_volume, _block, _fitted) = (null, block, history.Watched);
        }
    }
}
