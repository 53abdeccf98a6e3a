using Personalization.Engine.Training.Ranker;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>
/// Lists with a known order: the grade of an item follows from its first two features; the others are noise.
/// </summary>
internal static class LearnedLists
{
    public const int Features = 12;

    public static RankingExamples Make(int lists, int seed, int rows = 30)
    {
        Random random = new(seed);
        RankingExamples examples = new(Features);
        float[] features = new float[rows * Features];
        byte[] grades = new byte[rows];
        for (int list = 0; list < lists; list++)
        {
            for (int i = 0; i < features.Length; i++)
            {
                features[i] = random.NextSingle() * 4;
            }

            for (int row = 0; row < rows; row++)
            {
                float truth = features[row * Features] + (features[(row * Features) + 1] > 2 ? 2 : 0);
                grades[row] = (byte)(truth > 5.5f ? 3 : truth > 5 ? 1 : 0);
            }

            examples.Add(features, grades);
        }

        return examples;
    }
}
