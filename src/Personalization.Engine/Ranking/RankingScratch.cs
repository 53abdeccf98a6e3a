namespace Personalization.Engine.Ranking;

/// <summary>Scratch memory of the learned ranker for one request, reused.</summary>
internal sealed class RankingScratch
{
    private float[] _rows = [];
    private float[] _variants = [];
    private double[] _scores = [];
    private (double Score, int Place)[] _order = [];

    /// <summary>The average statistics of the candidates of a list.</summary>
    public float[] Typical { get; } = new float[ItemStatistics.Count];

    /// <summary>Room for this number of feature rows. The content is undefined.</summary>
    public Span<float> Rows(int count, int features) => Room(ref _rows, count * features);

    /// <summary>Room for this number of variants of one row. The content is undefined.</summary>
    public Span<float> Variants(int count, int features) => Room(ref _variants, count * features);

    /// <summary>Room for this number of scores. The content is undefined.</summary>
    public Span<double> Scores(int count) => Room(ref _scores, count);

    /// <summary>Room for this number of scores with their positions. The content is undefined.</summary>
    public Span<(double Score, int Place)> Order(int count) => Room(ref _order, count);

    private static Span<T> Room<T>(ref T[] room, int count)
    {
        if (room.Length < count)
        {
            room = new T[count];
        }

        return room.AsSpan(0, count);
    }
}
